"""HTML is read as Telegram reads it."""

from html import escape

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.sandbox.entities import units
from bot.sandbox.markup import SURROGATES, parse_html
from bot.sandbox.scan import TYPES, MarkupError


def entity(kind: str, offset: int, length: int, **more: str) -> dict[str, object]:
    return {"type": kind, "offset": offset, "length": length, **more}


READ = [
    ("plain", "plain", []),
    ("a &lt;b&gt; &amp; &quot;c&quot; &#62; &#x3c;", 'a <b> & "c" > <', []),
    ("&lt &nbsp; &apos; & &#0; &#99999999;", "< &nbsp; &apos; & &#0; &#99999999;", []),
    *(
        (f"x<{tag}>y</{tag}>", "xy", [entity(kind, 1, 1)])
        for tag, kind in TYPES.items()
        if tag not in ("span", "a", "tg-emoji")
    ),
    ("<B>y</b>", "y", [entity("bold", 0, 1)]),
    ("<b>y</>", "y", [entity("bold", 0, 1)]),
    ("<b>y</b  >", "y", [entity("bold", 0, 1)]),
    ("<b></b>y", "y", []),
    ('<span class="tg-spoiler">y</span>', "y", [entity("spoiler", 0, 1)]),
    ("<blockquote expandable>y</blockquote>", "y", [entity("expandable_blockquote", 0, 1)]),
    (
        '<tg-emoji emoji-id="5368324170671202286">👍</tg-emoji>',
        "👍",
        [entity("custom_emoji", 0, 2, custom_emoji_id="5368324170671202286")],
    ),
    ("<pre>y</pre>", "y", [entity("pre", 0, 1)]),
    ('<pre><code class="language-python">y</code></pre>', "y", [entity("pre", 0, 1, language="python")]),
    ('<code class="language-python">y</code>', "y", [entity("code", 0, 1)]),
    ('<a href="https://a.example/?q=1&amp;r">y</a>', "y", [entity("text_link", 0, 1, url="https://a.example/?q=1&r")]),
    ("<a href='a.example'>y</a>", "y", [entity("text_link", 0, 1, url="http://a.example/")]),
    ("<a>a.example</a>", "a.example", [entity("text_link", 0, 9, url="http://a.example/")]),
    ('<a href="tel:117">y</a>', "y", []),
    ("<b ignored>ខ្មែរ <i>😀</i></b>", "ខ្មែរ 😀", [entity("bold", 0, 8), entity("italic", 6, 2)]),
    ("<i><b>y</b></i>", "y", [entity("bold", 0, 1), entity("italic", 0, 1)]),
]

REFUSED = [
    ("<b>y", 'Can\'t find end tag corresponding to start tag "b"'),
    ("<b><i>y</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
    ("y</b>", "Unexpected end tag at byte offset 1"),
    ("<b>y</b", "Unclosed end tag at byte offset 4"),
    ("ខ<b", "Unclosed start tag at byte offset 3"),
    ("<b id", 'Unclosed start tag "b" at byte offset 0'),
    ("<b id=", 'Unclosed start tag "b" at byte offset 0'),
    ('<b id="x>y</b>', "Unclosed start tag at byte offset 0"),
    ("<b =x>y</b>", 'Empty attribute name in the tag "b" at byte offset 0'),
    ("<b id=x,>y</b>", "Unexpected end of name token at byte offset 6"),
    ("a < b", 'Unsupported start tag "" at byte offset 2'),
    ("<br>", 'Unsupported start tag "br" at byte offset 0'),
    ("<script>y</script>", 'Unsupported start tag "script" at byte offset 0'),
    ("<p>y</p>", 'Unsupported start tag "p" at byte offset 0'),
    ("<span>y</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ('<tg-emoji emoji-id="x">y</tg-emoji>', "Invalid custom emoji identifier specified"),
    (
        "&#xD83D;",
        SURROGATES,
    ),
]


@pytest.mark.parametrize(("source", "text", "entities"), READ, ids=lambda value: str(value)[:40])
def test_markup_becomes_text_and_entities(source: str, text: str, entities: list[dict[str, object]]) -> None:
    """Tags vanish, references become characters, offsets count UTF-16 units."""
    assert (text, entities) == parse_html(source)


@pytest.mark.parametrize(("source", "message"), REFUSED, ids=lambda value: str(value)[:40])
def test_bad_markup_is_refused_in_telegrams_words(source: str, message: str) -> None:
    """Everything Telegram refuses is refused, with the byte offset it names."""
    with pytest.raises(MarkupError) as caught:
        parse_html(source)
    assert message == str(caught.value)


@settings(deadline=None)
@given(st.text())
def test_escaped_text_comes_back_as_it_was(text: str) -> None:
    """Whatever a person wrote, escaped, is read back unchanged and without entities."""
    assert (text, []) == parse_html(escape(text))


@settings(deadline=None)
@given(st.text(alphabet="<>&/=\"' abpiu;#x0ខ😀\n\0-", max_size=60))
@example("<a href='")
@example("</")
def test_no_text_breaks_the_parser(source: str) -> None:
    """Any text is either read, with entities inside it, or refused."""
    try:
        text, entities = parse_html(source)
    except MarkupError:
        return
    for found in entities:
        assert 0 <= found["offset"] < found["offset"] + found["length"] <= units(text)


PIECES = st.recursive(
    st.text(max_size=8).map(lambda text: (escape(text), text)),
    lambda inner: st.tuples(
        st.sampled_from(["b", "i", "u", "s", "code", "blockquote"]), st.lists(inner, max_size=3)
    ).map(
        lambda made: (
            f"<{made[0]}>{''.join(source for source, _ in made[1])}</{made[0]}>",
            "".join(text for _, text in made[1]),
        )
    ),
    max_leaves=12,
)


@settings(deadline=None)
@given(PIECES)
def test_well_formed_markup_keeps_its_text(piece: tuple[str, str]) -> None:
    """Properly nested tags are always read; the text is what stood between them, counted in UTF-16 units."""
    source, text = piece
    read, entities = parse_html(source)
    assert text == read
    assert len(text.encode("utf-16-le")) // 2 == units(text)
    assert all(found["offset"] + found["length"] <= units(text) for found in entities)
