"""What the shells of Windows make of a command line, by their documented rules.

For tests of what is written to be pasted there, on machines that have neither.
"""

import re


def cmd_words(text: str, variables: dict[str, str]) -> list[str]:
    """Return the arguments that a program gets from what is typed at the Command Prompt."""
    return split_arguments(_carets(_percents(text, variables)))


def _percents(text: str, variables: dict[str, str]) -> str:
    """%NAME% and %NAME:old=new% come first, whatever the quotes. An unknown name is left."""
    out, position = "", 0
    while position < len(text):
        end = text.find("%", position + 1) if text[position] == "%" else -1
        name = text[position + 1 : end].partition(":")[0].upper()
        if end > 0 and name in variables:
            out += variables[name]
            position = end + 1
        else:
            out += text[position]
            position += 1
    return out


def _carets(text: str) -> str:
    """A caret takes the next character as it is; within double quotes it means nothing."""
    out, quoted, position = "", False, 0
    while position < len(text):
        character = text[position]
        if character == "^" and not quoted:
            position += 1
            if text[position : position + 1] == "\n":  # the line goes on
                position += 1
            out += text[position : position + 1]
        elif character in "&|<>\r\n" and not quoted:
            raise AssertionError(f"another command begins at {text[position:]!r}")
        else:
            quoted ^= character == '"'
            out += character
        position += 1
    return out


def split_arguments(line: str) -> list[str]:
    """CommandLineToArgvW's rules, which C programs have too.

    https://learn.microsoft.com/en-us/cpp/c-language/parsing-c-command-line-arguments
    """
    words: list[str] = []
    word, quoted, open_word = "", False, False
    for slashes, rest in re.findall(r'(\\*)("|[^\\]|$)', line):
        if rest == '"':
            word += "\\" * (len(slashes) // 2)
            if len(slashes) % 2:
                word += '"'
            else:
                quoted = not quoted
            open_word = True
            continue
        word += slashes
        if rest in (" ", "\t", "\n", "") and not quoted:
            if open_word or word:
                words.append(word)
            word, open_word = "", False
        else:
            word += rest
    assert not quoted, "a double quote is open at the end"
    return words


def powershell_words(text: str) -> tuple[str | None, list[str]]:
    """Return what is piped in (None: nothing) and the arguments of the program.

    For what holds no double quotes: those, PowerShell 5.1 and 7 hand on differently.
    """
    token = re.compile(r"'((?:[^'‘’‚‛]|['‘’‚‛]{2})*)'|(`\n)|([\w.@-]+)|(\|)|( +)")
    words, piped, position = [], None, 0
    while position < len(text):
        found = token.match(text, position)
        assert found, f"not plain: {text[position:]!r}"
        position = found.end()
        if found[1] is not None:
            words.append(re.sub("['‘’‚‛]{2}", lambda pair: pair[0][0], found[1]))
        elif found[3]:
            words.append(found[3])
        elif found[4]:
            assert piped is None
            [piped], words = words, []
    assert all(word and '"' not in word and not word.endswith("\\") for word in words)
    return piped, words
