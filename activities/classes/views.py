"""Addresses of class mode: open a session, the projector's screen, join with a code, a phone's screen, their polls."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from activities.classes import classroom
from activities.classes.games import game_of
from activities.models import ClassPhone, ClassSession, ClassVote, QuizPage, ScenarioPage
from activities.models.classroom import CODE_DIGITS, KEY_LENGTH, MAX_PHONES
from activities.playable.pages import level_of, story_or_404
from base.caching.headers import private
from base.errors import error_page
from base.text import one_line
from media_library.print.qr import inline_svg
from users.signin.throttling import may_try

Step = ClassSession.Step
CODE, STEP, WAS, WAY, NUMBER, CHOSEN, LEVEL = "ma", "buoc", "was", "loi", "cau", "chon", "cap"  # names of fields
PHONE = "may"  # field of the form for the code: key of the phone that this browser was in the session
GO_ON, END = "tiep", "dung"  # values of STEP
PART = "X-Part"  # header of our script: only what changes, without the page around it


def _gone(request: HttpRequest) -> HttpResponse:
    """410 for a session that has ended, which a phone or a projector may still show."""
    response = render(request, "activities/classes/over.html", {"is_part": PART in request.headers}, status=410)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _see(name: str, key: str, language: str) -> HttpResponse:
    with translation.override(language):
        return HttpResponseRedirect(reverse(f"activities_public:{name}", args=[key]), status=303)


def _shown(request: HttpRequest, name: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """The page, or for our script only the part of it that changes."""
    part = f"activities/classes/{name}_part.html"
    template = part if PART in request.headers else f"activities/classes/{name}.html"
    response = render(request, template, context | {"part": part}, status=status)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@csrf_exempt  # visitors have no cookie; it opens a session that ends by itself
@require_POST
@private
def open_class(request: HttpRequest, pk: int, model: type[QuizPage | ScenarioPage]) -> HttpResponse:
    """Open a session for the page and go to its projector screen."""
    story = story_or_404(model, pk)
    if not may_try(request, "class_open"):
        return _no_room(story, 429)
    try:
        session = classroom.open_session(story, level_of(request.POST.get(LEVEL)))
    except classroom.NoRoom:
        return _no_room(story, 503)
    return _see("class_projector", session.key, story.locale.language_code)


def _no_room(story: QuizPage | ScenarioPage, status: int) -> HttpResponse:
    return error_page(
        status, _("Nhiều lớp đang chơi cùng lúc"), _("Bạn thử lại sau ít phút, hoặc dùng bản in."), back=story.address
    )


def _session(key: str) -> ClassSession | None:
    return ClassSession.objects.running().select_related("story__locale").filter(key=key).first()


@csrf_exempt  # the secret in the address is what allows it, not a cookie
@require_http_methods(["GET", "HEAD", "POST"])
@private
def projector(request: HttpRequest, key: str) -> HttpResponse:
    """The projector's screen. POST `buoc`: “tiep” goes on from `was` (choice `loi`), “dung” deletes the session."""
    session = _session(key)
    if session is None:
        return _gone(request)
    if request.method == "POST":
        if request.POST.get(STEP) == END:
            classroom.end(session)
            return HttpResponseRedirect(session.story.address, status=303)
        classroom.go_on(session, request.POST.get(WAS, ""), request.POST.get(WAY, ""))
        return _see("class_projector", key, session.story.locale.language_code)
    return _shown(request, "projector", _screen(session))


def _screen(session: ClassSession) -> dict[str, Any]:
    game = game_of(session)
    question = game.question(session)
    votes = classroom.votes_of(session) if question else {}
    path = reverse("activities_short:class_join")
    return {
        "page": session.story,
        "session": session,
        "game": game,
        "question": question,
        "total": game.total(session),
        "bars": classroom.bars(question, votes) if question else [],
        "voted": sum(votes.values()),
        "phones": session.phones.count(),
        "max_phones": MAX_PHONES,
        "join": f"{settings.SITE_URL}{path}".partition("://")[2].rstrip("/"),
        "qr": inline_svg(f"{path}?{CODE}={session.code}", scale=9) if session.step == Step.LOBBY else "",
        **game.context(session, question),
    }


@require_safe
@private
def projector_poll(request: HttpRequest, key: str) -> HttpResponse:
    """Numbers for the projector: {state, phones, voted, votes: {letter: number}}; 410 when the session is over."""
    session = ClassSession.objects.running().filter(key=key).first()
    if session is None:
        return JsonResponse({"state": "gone"}, status=410)
    votes = classroom.votes_of(session)
    return JsonResponse(
        {"state": session.state, "phones": session.phones.count(), "voted": sum(votes.values()), "votes": votes}
    )


@csrf_exempt  # phones have no cookie; the code on the screen is what allows it
@require_http_methods(["GET", "HEAD", "POST"])
@private
def join(request: HttpRequest) -> HttpResponse:
    """The form for the code on the screen; POST gives the phone a place and an address of its own.

    A browser that was in the session before sends the key of its phone and gets the same address again.
    """
    if request.method != "POST":
        return _join_form(request, one_line(request.GET.get(CODE, ""), CODE_DIGITS))
    code = "".join(one_line(request.POST.get(CODE, ""), 20).split())
    try:
        phone = classroom.join(code, one_line(request.POST.get(PHONE, ""), KEY_LENGTH))
    except classroom.NoRoom:
        problem = _("Lớp đã đủ %(most)d máy. Hai bạn cùng xem một máy nhé.") % {"most": MAX_PHONES}
        return _join_form(request, code, problem, 409)
    if phone is None and not may_try(request, "class_code"):
        problem = _("Mạng này vừa gửi nhiều mã sai. Bạn đợi một phút rồi nhập lại.")
        return _join_form(request, code, problem, 429)
    if phone is None:
        problem = _("Không có lớp nào đang chơi với mã này. Bạn nhìn lại %(digits)d chữ số trên màn hình.")
        return _join_form(request, code, problem % {"digits": CODE_DIGITS}, 422)
    return _see("class_phone", phone.key, phone.session.story.locale.language_code)


def _join_form(request: HttpRequest, code: str, problem: str = "", status: int = 200) -> HttpResponse:
    context = {"code": code[:CODE_DIGITS], "problem": problem, "digits": CODE_DIGITS, "in_all_languages": True}
    return render(request, "activities/classes/join.html", context, status=status)


@csrf_exempt  # the secret in the address is what allows it, not a cookie
@require_http_methods(["GET", "HEAD", "POST"])
@private
def phone(request: HttpRequest, key: str) -> HttpResponse:
    """A phone's screen. POST `chon` for question `cau`: a late or repeated answer changes nothing that was counted."""
    class_phone = ClassPhone.objects.filter(key=key).select_related("session__story__locale").first()
    if class_phone is None or not ClassSession.objects.running().filter(pk=class_phone.session_id).exists():
        return _gone(request)
    session = class_phone.session
    if request.method == "POST":
        if request.POST.get(NUMBER, "") == str(session.number):
            classroom.vote(class_phone, request.POST.get(CHOSEN, ""))
        if PART not in request.headers:
            return _see("class_phone", key, session.story.locale.language_code)
    return _shown(request, "phone", _hand(class_phone))


def _hand(class_phone: ClassPhone) -> dict[str, Any]:
    session = class_phone.session
    game = game_of(session)
    question = game.question(session)
    letter = ClassVote.objects.filter(phone=class_phone, number=session.number).values_list("letter", flat=True).first()
    return {
        "page": session.story,
        "session": session,
        "game": game,
        "phone": class_phone,
        "question": question,
        "total": game.total(session),
        "mine": question.answer(letter) if question and letter else None,
        "is_open": session.step == Step.ASKING,
        **game.context(session, question),
    }


@require_safe
@private
def phone_poll(request: HttpRequest, key: str) -> HttpResponse:
    """State for a phone, in one query: {state, phones, voted, mine}; 410 when the session is over."""
    payload = classroom.poll(key)
    return JsonResponse(payload or {"state": "gone"}, status=200 if payload else 410)
