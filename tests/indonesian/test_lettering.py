import pytest

from service.indonesian import listed, title_case


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("KEPALA UPT PUSKESMAS ILIR TIMUR II", "Kepala UPT Puskesmas Ilir Timur II"),
        ("kepala UPT puskesmas", "Kepala UPT Puskesmas"),
        ("triwulan iii", "Triwulan III"),
        ("ANI LESTARI, S.SOS., M.SI.", "Ani Lestari, S.Sos., M.Si."),
        ("ani lestari, s.sos., m.si.", "Ani Lestari, S.Sos., M.Si."),
        ("H. ABDUL R. SALEH, S.STP.", "H. Abdul R. Saleh, S.STP."),
        ("DR. IR. BUDI, M.T.", "Dr. Ir. Budi, M.T."),
        ("dr. Ani", "dr. Ani"),
        ("A.N. CAMAT MENTEBAH", "A.n. Camat Mentebah"),
        ("SEKRETARIS A.N. CAMAT", "Sekretaris a.n. Camat"),
        ("DAN LAIN-LAIN", "Dan Lain-Lain"),
        ("undang-undang dan/atau peraturan", "Undang-Undang dan/atau Peraturan"),
        ("PEMBINA TINGKAT I (IV/B)", "Pembina Tingkat I (IV/b)"),
        ("PEMBERDAYAAN MASYARAKAT DI DESA", "Pemberdayaan Masyarakat di Desa"),
        ("salat jum'at", "Salat Jum'at"),
        ("pelayanan e-Kinerja", "Pelayanan e-Kinerja"),
        ("“RAPAT” (PKK)", "“Rapat” (PKK)"),
        ("  seksi   pemerintahan\ndan desa", "  Seksi   Pemerintahan\ndan Desa"),
        ("- / –", "- / –"),
        ("", ""),
    ],
)
def test_titles_keep_small_words_small_and_letters_of_their_own(text: str, title: str) -> None:
    assert title_case(text) == title


@pytest.mark.parametrize(
    "title",
    ["Kepala UPT Puskesmas Ilir Timur II", "Ani, S.Sos., M.Si.", "Pembina (IV/a)", "Plt. Camat"],
)
def test_a_title_stays_as_it_is(title: str) -> None:
    assert title_case(title) == title


def test_a_list_in_a_sentence_ends_with_its_conjunction() -> None:
    assert [listed("abc"[:n]) for n in range(4)] == ["", "a", "a dan b", "a, b, dan c"]
    assert listed("abc", "atau") == "a, b, atau c"
