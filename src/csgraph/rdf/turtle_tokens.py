"""The terminals of Turtle 1.1 (section 6.5), which are those of TriG, N-Triples and N-Quads too, as patterns.

They assume a valid text: outside of IRIs, strings and comments, every character that is not ASCII belongs to a name.
"""

COMMENT = r"#[^\r\n]*"
NO_NAME = r"\x00-$&-,/;-@\[-^`{-\x7F"  # ASCII without A-Z a-z 0-9 _ - . : %
IRI = r"<[^<>\x00-\x20]*>"
NODE = rf"_:[^{NO_NAME}.:%]+(?:\.+[^{NO_NAME}.:%]+)*"
LOCAL = rf"(?![.-])[^{NO_NAME}.]*(?:(?:\\.|\.+(?=[^{NO_NAME}.]|\\))[^{NO_NAME}.]*)*"
NAME = rf"(?:[^{NO_NAME}.:%0-9_-][^{NO_NAME}:%]*+)?:(?:{LOCAL})?"
NUMBER = r"[+-]?(?:[0-9]+(?:\.(?=[0-9eE])[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
STRING = "|".join(
    rf"{quote * 3}[^{quote}\\]*+(?:(?:\\.|{quote}{{1,2}}(?!{quote}))[^{quote}\\]*+)*+{quote * 3}"
    rf"|{quote}[^{quote}\\\r\n]*+(?:\\.[^{quote}\\\r\n]*+)*+{quote}"
    for quote in "\"'"
)
