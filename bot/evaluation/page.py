"""Figures -> one self-contained page: headline, a reliability curve, a table per language."""

from __future__ import annotations

import html
from collections.abc import Sequence

from bot.evaluation import figures as f
from bot.evaluation.rows import HONEST, QUESTION, SCAM

STYLE = """
:root{color-scheme:light dark;--ink:#1d2433;--line:#c9d1de;--mark:#1f6f8b;--soft:#8aa1b4}
@media(prefers-color-scheme:dark){:root{--ink:#e6ebf2;--line:#3a4557;--mark:#6cc3de;--soft:#8aa1b4}}
body{font:16px/1.5 system-ui,sans-serif;color:var(--ink);max-width:60rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;width:100%;margin:1rem 0}th,td{padding:.35rem .6rem;border-bottom:1px solid var(--line);text-align:right}
th:first-child,td:first-child{text-align:left}svg{max-width:28rem;width:100%}text{fill:var(--ink);font-size:11px}
"""
SIZE, EDGE = 300, 36


def page(judged: Sequence[f.Judged], title: str) -> str:
    """The whole page; it asks the network for nothing."""
    body = [
        f"<h1>{html.escape(title)}</h1>",
        f"<p>{len(judged)} texts</p>",
        _headline(judged),
        "<h2>Reliability of the score</h2>",
    ]
    body += [_curve(judged), "<h2>By language</h2>", _languages(judged)]
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{html.escape(title)}</title><style>{STYLE}</style></head><body>{''.join(body)}</body></html>\n"
    )


def _headline(judged: Sequence[f.Judged]) -> str:
    rows = [
        (
            figure.name,
            f"{figure.value:.3f}",
            "–".join(f"{edge:.3f}" for edge in figure.interval()),
            figure.target,
            str(figure.total),
        )
        for figure in f.headline(judged)
    ]
    return _html_table(("Figure", "Value", "95 % interval", "Target", "Texts"), rows)


def _languages(judged: Sequence[f.Judged]) -> str:
    of = f.groups(judged)
    columns = (
        (of[SCAM], f.is_flagged),
        (of[SCAM], f.is_high),
        (of["strict"], f.is_flagged),
        (of[QUESTION], f.is_right),
    )
    shares = [
        {figure.name: figure for figure in f.by(group, lambda row: row.language, test)} for group, test in columns
    ]
    names = sorted({name for table in shares for name in table})
    rows = [(name, *(f"{t[name].value:.2f} ({t[name].total})" if name in t else "" for t in shares)) for name in names]
    return _html_table(("Language", "Scam flagged", "Scam high", "Honest flagged", "Questions right"), rows)


def _html_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    top = "".join(f'<th scope="col">{html.escape(cell)}</th>' for cell in head)
    body = "".join("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"


def reliability(judged: Sequence[f.Judged], bins: int = 10) -> list[tuple[float, float, int]]:
    """Per bin of the score: its mean, the share of scam offers among the offers in it, and how many there are."""
    offers = [(row.kind == SCAM, verdict.score or 0) for row, verdict in judged if row.kind in (SCAM, HONEST)]
    result = []
    for number in range(bins):
        low, high = 100 * number / bins, 100 * (number + 1) / bins
        inside = [
            (scam, score) for scam, score in offers if low <= score < high or (number == bins - 1 and score == high)
        ]
        if inside:
            mean = sum(score for _, score in inside) / len(inside)
            result.append((mean, sum(scam for scam, _ in inside) / len(inside), len(inside)))
    return result


def _curve(judged: Sequence[f.Judged]) -> str:
    inner = SIZE - 2 * EDGE
    points = [
        (EDGE + mean / 100 * inner, SIZE - EDGE - share * inner, count) for mean, share, count in reliability(judged)
    ]
    dots = "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{3 + min(6, n**0.5 / 4):.1f}" fill="var(--mark)"><title>{n} offers</title></circle>'
        for x, y, n in points
    )
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y, _ in points)
    far = SIZE - EDGE
    return (
        f'<svg viewBox="0 0 {SIZE} {SIZE}" role="img" aria-label="Share of scam offers by score">'
        f'<rect x="{EDGE}" y="{EDGE}" width="{inner}" height="{inner}" fill="none" stroke="var(--line)"/>'
        f'<line x1="{EDGE}" y1="{far}" x2="{far}" y2="{EDGE}" stroke="var(--soft)" stroke-dasharray="4 4"/>'
        f'<polyline points="{path}" fill="none" stroke="var(--mark)" stroke-width="2"/>{dots}'
        f'<text x="{EDGE}" y="{SIZE - 12}">score 0</text><text x="{far - 20}" y="{SIZE - 12}">100</text>'
        f'<text x="4" y="{EDGE + 4}">100 %</text><text x="4" y="{far}">0 %</text></svg>'
    )
