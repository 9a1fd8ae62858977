"""Every error a person can meet, as one tree.

FinsamError
├── UsageError                 wrong use: unknown setting, bad option                            exit 2
│   ├── UnknownSettingError
│   ├── MissingExtraError
│   ├── NoSuchPlaceError
│   ├── NotAllowedError
│   └── TooManyUploadsError
├── InputError                 one input failed, the rest is done                                exit 1
│   ├── NoReportsError
│   ├── UnreadableFileError
│   ├── EncryptedFileError
│   ├── DamagedFileError
│   ├── TooManyPagesError
│   ├── UnreadPagesError
│   ├── EmptyFileError
│   ├── EncodingError
│   ├── FileTooLargeError
│   ├── MetadataError
│   └── SidecarError
├── PageImageBusyError         too many page images are being drawn                               exit 1
├── BusyError                  too many questions are being answered                              exit 1
├── TooSlowError               an answer took longer than the limit in the settings               exit 1
└── StoreError                 the store cannot do what was asked                                exit 1
    ├── EmptyStoreError
    ├── IndexMismatchError
    ├── StoreBusyError
    ├── StoreFullError
    ├── StoreDamagedError
    └── PortTakenError

`str(error)` is English detail for logs; `error.message_sv` is the one Swedish line for people: what happened
and what to do. "The reports do not say" and "which one?" are answers, not errors.
"""

from __future__ import annotations


class FinsamError(Exception):
    """Base of every error that is meant to be read."""

    exit_code = 1
    retry_helps = False

    def __init__(self, message_sv: str, detail: str = "") -> None:
        super().__init__(detail or message_sv)
        self.message_sv = message_sv


class UsageError(FinsamError):
    """The command, a setting or a request was used wrongly."""

    exit_code = 2


class UnknownSettingError(UsageError):
    """A setting that does not exist was given."""


class MissingExtraError(UsageError):
    """An optional package is needed and not installed."""


class NoSuchPlaceError(UsageError):
    """The report is there, the page or line is not."""


class NotAllowedError(UsageError):
    """Nobody is signed in, or the role is not enough."""


class TooManyUploadsError(UsageError):
    """So many files wait already that no more are taken."""

    retry_helps = True


class InputError(FinsamError):
    """One input could not be taken in; nothing of it was stored."""


class NoReportsError(InputError):
    """A path holds no file that can be read as a report."""


class UnreadableFileError(InputError):
    """The file cannot be opened, or is not a report in a known format."""


class EncryptedFileError(InputError):
    """The file can only be opened with a password."""


class DamagedFileError(InputError):
    """The file is of a known format, but cut off or broken, or made to harm: reading it failed or took too much."""


class TooManyPagesError(InputError):
    """The file has more pages than the limit in the settings."""


class UnreadPagesError(InputError):
    """Not one page of the file could be read."""


class EmptyFileError(InputError):
    """The file has no text."""


class EncodingError(InputError):
    """The file's bytes are not text in any known encoding."""


class FileTooLargeError(InputError):
    """The file is larger than the limit in the settings."""


class MetadataError(InputError):
    """Association or period could not be detected and no sidecar gives them."""


class SidecarError(InputError):
    """The sidecar file has an unknown key or a value that cannot be read."""


class PageImageBusyError(FinsamError):
    """Too many pages are being drawn already."""

    retry_helps = True


class BusyError(FinsamError):
    """So many questions are being answered and wait already that no more are taken."""

    retry_helps = True


class TooSlowError(FinsamError):
    """An answer took longer than the limit in the settings."""

    retry_helps = True


class StoreError(FinsamError):
    """The store under the data directory cannot do what was asked."""


class EmptyStoreError(StoreError):
    """Nothing has been ingested yet."""


class IndexMismatchError(StoreError):
    """The index was built with another embedding model or chunker than the settings name."""


class StoreBusyError(StoreError):
    """Another ingest holds the writer's lock."""

    retry_helps = True


class StoreFullError(StoreError):
    """The disk is full; what was stored before is untouched."""

    retry_helps = True


class StoreDamagedError(StoreError):
    """The store's files cannot be read."""


class PortTakenError(StoreError):
    """Another program listens on the port."""

    retry_helps = True
