"""The languages of our readers are told apart by their byte n-grams."""

from __future__ import annotations

import pytest

from bot.content.tables import load_language_model
from bot.core.langid import LanguageModel, rank

SENTENCES = {
    "en": "They promised me a good salary and a room near the office.",
    "id": "Mereka bilang perusahaan akan membayar tiket dan tempat tinggal di luar negeri.",
    "ms": "Syarikat itu akan membayar tiket penerbangan dan tempat tinggal kami.",
    "vi": "Họ nói công ty sẽ lo hết vé máy bay và chỗ ở cho tôi.",
    "th": "เขาบอกว่าบริษัทจะจ่ายค่าเดินทางและที่พักให้ทั้งหมด",
    "km": "ពួកគេប្រាប់ខ្ញុំថាមានការងារល្អនៅក្រៅប្រទេស",
    "lo": "ພວກເຂົາບອກວ່າມີວຽກດີຢູ່ຕ່າງປະເທດ",
    "my": "သူတို့က နိုင်ငံခြားမှာ အလုပ်ကောင်းရှိတယ်လို့ ပြောတယ်",
    "zh": "他们说公司会付机票和住宿的费用。",
    "tl": "Sinabi nila na may magandang trabaho sa ibang bansa para sa akin.",
    "hi": "उन्होंने मुझे विदेश में अच्छी नौकरी देने का वादा किया है।",
    "bn": "তারা আমাকে বিদেশে ভালো চাকরি দেওয়ার কথা বলেছে।",
    "ne": "उनीहरूले मलाई विदेशमा राम्रो काम दिने भनेका छन्।",
    "ur": "انہوں نے مجھے بیرون ملک اچھی نوکری دینے کا وعدہ کیا ہے۔",
    "ta": "அவர்கள் எனக்கு வெளிநாட்டில் நல்ல வேலை தருவதாக சொன்னார்கள்.",
    "si": "ඔවුන් මට විදේශයේ හොඳ රැකියාවක් දෙනවා කියලා කිව්වා.",
    "sw": "Waliniambia kwamba kuna kazi nzuri nje ya nchi kwa ajili yangu.",
    "am": "በውጭ አገር ጥሩ ሥራ እንዳለ ነገሩኝ።",
    "pt": "Eles disseram que a empresa vai pagar a passagem e a moradia.",
    "es": "Me dijeron que la empresa va a pagar el pasaje y la vivienda.",
    "fr": "Ils ont dit que l'entreprise paiera le billet et le logement.",
    "ru": "Они сказали, что компания оплатит билеты и жильё.",
    "ar": "قالوا لي إن الشركة ستدفع ثمن التذكرة والسكن.",
    "ko": "회사에서 항공권과 숙소를 모두 제공한다고 했습니다.",
}


@pytest.mark.parametrize("language", SENTENCES)
def test_a_sentence_is_ranked_first_in_its_language(language: str) -> None:
    """Capitals do not change that."""
    model = load_language_model()
    assert (language, language) == (
        rank(SENTENCES[language], model)[0][0],
        rank(SENTENCES[language].upper(), model)[0][0],
    )


def test_probabilities_add_up_to_one_and_fall() -> None:
    """Every language of the model is ranked."""
    ranked = rank(SENTENCES["id"], load_language_model())
    shares = [share for _, share in ranked]
    assert set(SENTENCES) == {code for code, _ in ranked}
    assert abs(sum(shares) - 1) < 1e-9
    assert shares == sorted(shares, reverse=True)


@pytest.mark.parametrize("text", ["", "12345", "😂😂", "\ud800"])
def test_a_text_without_letters_of_the_model_is_not_ranked(text: str) -> None:
    """Silence rather than the language with the greatest prior."""
    assert not rank(text, LanguageModel(("en",), (0.0,), {b"th": 0}, b"\x01", 1.0, (2,)))


def test_the_longest_known_ngram_counts_at_every_byte() -> None:
    """`the` hides `he`, as in the automaton of the original."""
    model = LanguageModel(("en", "id"), (0.0, 0.0), {b"he": 0, b"the": 1}, bytes([0, 50, 50, 0]), 0.1, (3, 2))
    first = [rank(text, model)[0][0] for text in ("the", "he")]
    assert first == ["en", "id"]
