"""What the SOP leaves open, for programs: the questions, and the office's answers."""

from typing import Any

from flask import Blueprint, Response, jsonify

from service.casework.office.answers import Answer, Asked
from service.errors import NotFound
from service.procedure import Question
from service.web import current
from service.web.api import fields
from service.web.api.cases import opener

blueprint = Blueprint("asking", __name__)


@blueprint.get("/questions")
def listed() -> Response:
    """List every question with the office's answer."""
    asked = current.casework().questions()
    return jsonify(
        {
            "terbuka": current.casework().open_questions(),
            "seen": current.casework().office_seen(),
            "pertanyaan": [_question(one) for one in asked],
        }
    )


@blueprint.post("/questions/<question>")
def answered(question: str) -> Response:
    """Keep the office's answer to a question."""
    sent = fields.answer()
    who = opener(_found(question).procedure)
    current.casework().answer(who, question, sent.given, note=sent.note, seen=sent.seen)
    return jsonify(_question(_found(question)))


def _found(question: str) -> Asked:
    for one in current.casework().questions():
        if one.question.id == question:
            return one
    raise NotFound("not_found", what=f"Pertanyaan {question}")


def _question(asked: Asked) -> dict[str, Any]:
    one = asked.question
    return {
        "id": one.id,
        "prosedur": asked.procedure.code,
        "tentang": _about(one),
        "pertanyaan": one.text,
        "sementara": one.meanwhile,
        "akibat": one.effect,
        "jenis": one.kind,
        "pilihan": [
            {"nilai": option.value, "label": option.label, "akibat": option.effect}
            for option in one.options
        ],
        "jawaban_lain": one.own,
        "jawaban": None if asked.answer is None else _answer(asked.answer),
        "riwayat": [_answer(earlier) for earlier in asked.earlier],
        "tetap": list(asked.running),
    }


def _about(question: Question) -> dict[str, Any]:
    about = question.about
    kinds = {"langkah": about.step, "peran": about.role, "output": about.output}
    for kind, key in kinds.items():
        if key is not None:
            return {"jenis": kind, "kunci": str(key)}
    return {"jenis": "sop" if about.sop else "kantor", "kunci": None}


def _answer(answer: Answer) -> dict[str, Any]:
    return {
        "nilai": answer.value,
        "teks": answer.text,
        "catatan": answer.note,
        "oleh": answer.event.actor.role,
        "pada": answer.event.at.isoformat(),
    }
