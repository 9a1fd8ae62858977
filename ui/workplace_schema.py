"""The tables of `workplace.sqlite`: what people add at work, which no report holds and no ingest touches."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, MetaData, Table, Text, UniqueConstraint

WORKPLACE_SCHEMA_VERSION = "1"

workplace = MetaData()

facts = Table("facts", workplace, Column("name", Text, primary_key=True), Column("value", Text, nullable=False))

# Who did what to the library and the accounts. `at` is UTC, ISO 8601 to the second; rows are only added.
audit = Table(
    "audit",
    workplace,
    Column("pk", Integer, primary_key=True),
    Column("at", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("detail", Text, nullable=False),
)

# Who may sign in. `key` is the name as it is compared (folded), `password` an argon2id hash; times are seconds since 1970.
accounts = Table(
    "accounts",
    workplace,
    Column("pk", Integer, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("password", Text, nullable=False),
    Column("made_at", Integer, nullable=False),
    sqlite_autoincrement=True,  # the number of an account that is gone is never another's
)

# Who is signed in: of the token only its SHA-256. `account` is null for who came by OpenID Connect; then `role` is theirs.
sessions = Table(
    "sessions",
    workplace,
    Column("token_sha256", Text, primary_key=True),
    Column("account", Integer),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("began_at", Integer, nullable=False),
    Column("seen_at", Integer, nullable=False),
)

# Sign-ins that failed, counted for each address, name and pair of both; `key` is a digest.
refusals = Table(
    "refusals",
    workplace,
    Column("key", Text, primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("last_at", Integer, nullable=False),
)

# Sign-ins by OpenID Connect that have begun: what the answer must fit, until it comes.
oidc_started = Table(
    "oidc_started",
    workplace,
    Column("state_sha256", Text, primary_key=True),
    Column("browser_sha256", Text, nullable=False),
    Column("nonce", Text, nullable=False),
    Column("verifier", Text, nullable=False),
    Column("target", Text, nullable=False),
    Column("began_at", Integer, nullable=False),
)

# Whom a name belongs to that came by OpenID Connect or a proxy: two persons never share what is kept under one name.
oidc_names = Table(
    "oidc_names",
    workplace,
    Column("key", Text, primary_key=True),
    Column("issuer", Text, nullable=False),
    Column("subject", Text, nullable=False),
)

# A person's conversations with the assistant. Times are UTC, ISO 8601 to the second; `owner` is the account's name.
conversations = Table(
    "conversations",
    workplace,
    Column("id", Text, primary_key=True),
    Column("owner", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("changed_at", Text, nullable=False),
    Index("conversations_of", "owner", "changed_at"),
)

# `position` counts from 0 within the conversation. `answer` is what `answer_json.to_kept_json` writes, "" where there is only a
# `notice`. `association` and `period` ("2022") are what the answer was limited to; `sources` and `state` tell which versions of
# the reports it was given from.
turns = Table(
    "turns",
    workplace,
    Column("pk", Integer, primary_key=True),
    Column("conversation", Text, ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("at", Text, nullable=False),
    Column("question", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("notice", Text, nullable=False),
    Column("association", Text, nullable=False),
    Column("period", Text, nullable=False),
    Column("sources", Text, nullable=False),
    Column("state", Text, nullable=False),
    UniqueConstraint("conversation", "position"),
)

# What people think of an answer, for the staff: one opinion a turn and person, which outlives the conversation.
opinions = Table(
    "opinions",
    workplace,
    Column("pk", Integer, primary_key=True),
    Column("conversation", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("comment", Text, nullable=False),
    Column("question", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("limits", Text, nullable=False),
    UniqueConstraint("conversation", "position", "by"),
)

# Uploads and changes to reports, as they were told last: what had not ended when the program did is said to be interrupted.
# `process` is the process that had it, as "ID BEGAN" (`ui.upload_records`); `at` is UTC, ISO 8601 to the second.
jobs = Table(
    "jobs",
    workplace,
    Column("pk", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("process", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("file", Text, nullable=False),
    Column("report", Text),
    Column("status", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("pages_done", Integer, nullable=False),
    Column("pages", Integer, nullable=False),
)

# Drafts of meeting briefs: what each person has chosen and changed, as `ui.brief.edits.Draft.to_json` writes it. The figures are
# not kept: the brief is made anew from the library. `changed_at` is UTC, ISO 8601 to the second.
brief_drafts = Table(
    "brief_drafts",
    workplace,
    Column("id", Text, primary_key=True),
    Column("owner", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("changed_at", Text, nullable=False),
    Column("content", Text, nullable=False),
    Index("brief_drafts_of", "owner", "changed_at"),
)

# Anonymous statistics on public questions, a row each: `hour` is local time ("2026-11-22 14"), `kind` what the answer was made
# of, `outcome` its status. No text, no address, no id; a file of before gets the table when it is opened.
question_statistics = Table(
    "question_statistics",
    workplace,
    Column("pk", Integer, primary_key=True),
    Column("hour", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("milliseconds", Integer, nullable=False),
    Index("question_statistics_by_hour", "hour"),
)
