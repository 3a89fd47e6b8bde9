"""Writes Markdown documents put together from fragments at random, always the same ones.

    adf_markdown.py DIRECTORY COUNT
"""
import random
import sys

INLINES = """plain text
**strong**
*emphasis*
***both***
~~strike~~
`code`
**`strong code`**
[link](https://example.com "title")
[`code link`](https://example.com)
[run](javascript:alert(1))
<https://example.com>
[https://example.com](https://example.com "card")
![picture](https://example.com/a.png)
![file](attachment:a.png)
[![linked](https://example.com/a.png)](https://example.com)
![media](media:1-2?collection=c)
<u>under</u>
H<sub>2</sub>O<sup>3</sup>
<span style="color: #ff5630">red</span>
<span style="color: red">**red**</span>
<span style="background-color: #fffae6">yellow</span>
<span data-comment="c1">commented</span>
[@Robin](mention:123)
**[@Robin](mention:123)**
[WEB-1](jira:WEB-1)
[In progress](status:blue)
[2026-11-26](date:2026-11-26)
:smile:
[what](placeholder:)
note[^1]
[page](page://TEAM/Title)
<a id="place"></a>
$x^2$
<kbd>key</kbd>
`{"type":"status","attrs":{"text":"x","color":"red"}}`{=adf}
`<ac:x/>`{=confluence-storage}
line\\
break
a
soft break""".split("\n")

BLOCKS = [
    "# Heading",
    "###### Deep",
    "---",
    "> quote",
    "> [!NOTE]\n> panel",
    "> [!CAUTION]\n> # heading\n>\n> > quote",
    "- bullet",
    "- [ ] open\n- [x] done",
    "- [ ] open\n  - [ ] below\n\n    more",
    "- [ ] task\n- mixed",
    "7. seven\n8. eight",
    "-",
    "```c\ncode\n```",
    "```java title=\"A.java\" numbers\ncode\n```",
    "| a | b |\n|:-:|--:|\n| 1 | `2` |",
    "<table><tr><td colspan=\"2\"><p>cell</p><table><tr><td>inner</td></tr></table></td></tr></table>",
    "<details>\n<summary>title</summary>\n\ninside\n\n</details>",
    "::: info title=\"Title\"\ninside\n:::",
    "::: panel color=\"#deebff\"\n| a |\n|---|\n| 1 |\n:::",
    "::: decisions\n- one\n- two\n:::",
    "::: layout\n::: section two_equal\n::: cell\na\n:::\n::: cell\nb\n:::\n:::\n:::",
    "::: section two_equal\n::: cell\na\n:::\n:::",
    "::: media\n![](media:1?collection=c)\n:::",
    "::: card url=\"https://example.com\" :::",
    "::: card url=\"https://example.com\" embed :::",
    "::: excerpt name=x\n## inside\n:::",
    "[TOC]",
    "![alone](https://example.com/a.png)",
    "<figure>\n\n![](https://example.com/a.png)\n\n<figcaption>caption</figcaption>\n</figure>",
    "<img src=\"media:1?collection=c\" width=\"300\" align=\"right\">",
    "<div align=\"center\">\n\ncentred\n\n</div>",
    "[^1]: what it says",
    "```adf\n{\"type\":\"rule\"}\n```",
    "```adf\n{\"type\":\"panel\",\"attrs\":{\"panelType\":\"wrong\"}}\n```",
    "```adf\nno JSON\n```",
    "```confluence-storage\n<ac:structured-macro ac:name=\"x\"/>\n```",
    "<!-- comment -->",
    "<script>alert(1)</script>",
    "$$\nx^2\n$$",
]


def text(source):
    return " ".join(source.choice(INLINES) for _ in range(source.randint(1, 4)))


def indented(block, first, others):
    return "\n".join((first if number == 0 else others) + line
                     for number, line in enumerate(block.split("\n")))


def block(source, depth):
    kind = source.randrange(10)
    if kind < 3:
        return text(source)
    if kind < 7 or depth == 0:
        return source.choice(BLOCKS)
    inner = "\n\n".join(block(source, depth - 1) for _ in range(source.randint(1, 3)))
    return source.choice([
        lambda: indented(inner, "> ", "> "),
        lambda: indented(inner, "- ", "  "),
        lambda: indented(inner, "1. ", "   "),
        lambda: indented(inner, "- [ ] ", "  "),
        lambda: indented("[!TIP]\n" + inner, "> ", "> "),
        lambda: "::: warning\n" + inner + "\n:::",
        lambda: "<details>\n<summary>x</summary>\n\n" + inner + "\n\n</details>",
        lambda: "::: excerpt\n" + inner + "\n:::",
    ])()


def main(directory, count):
    source = random.Random(20261126)
    for number in range(int(count)):
        blocks = [block(source, 4) for _ in range(source.randint(1, 6))]
        with open(f"{directory}/{number:04}.md", "w", encoding="utf-8") as file:
            file.write("\n\n".join(blocks) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
