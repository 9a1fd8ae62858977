# The assistant as an image: `docker compose build`, see docs/drift.md. Nothing is fetched from anywhere once it is built.
# The Debian release is named: it decides which Tesseract reads the scans.
ARG PYTHON_IMAGE=python:3.11-slim-bookworm

FROM ${PYTHON_IMAGE} AS build
# PyTorch's own index has the CPU build; the usual one has, for Linux, a build with several GB for GPUs.
ARG TORCH_INDEX=https://download.pytorch.org/whl/cpu
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore
WORKDIR /src
RUN python -m venv /opt/finsam
ENV PATH=/opt/finsam/bin:$PATH
# The pins first: these layers stay as they are until a pin changes. "+cpu" is no part of the pinned version.
COPY requirements.lock ./
RUN pip install --no-deps --index-url "$TORCH_INDEX" "$(grep '^torch==' requirements.lock)"
RUN pip install -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY ingest ingest
COPY vectorstore vectorstore
COPY assistant assistant
COPY ui ui
# pip goes last: what serves installs nothing.
RUN pip install --no-deps --no-build-isolation . && pip uninstall --yes pip

FROM ${PYTHON_IMAGE}
# What README.md names for scanned pages; of the release it takes the newest, with its security fixes.
# hadolint ignore=DL3008
RUN apt-get update \
 && apt-get install --yes --no-install-recommends tesseract-ocr tesseract-ocr-swe tesseract-ocr-script-latn tzdata \
 && rm -rf /var/lib/apt/lists/*
# A number of its own, not a name: what the volume belongs to is the same in every image to come.
RUN groupadd --gid 10001 finsam \
 && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /tmp --shell /usr/sbin/nologin finsam \
 && install --directory --owner 10001 --group 10001 --mode 0750 /data
COPY --from=build /opt/finsam /opt/finsam
# All that is written goes to /data, and what is gone with the container to /tmp.
ENV PATH=/opt/finsam/bin:$PATH \
    LANG=C.UTF-8 \
    TZ=Europe/Stockholm \
    HOME=/tmp \
    MPLCONFIGDIR=/tmp/matplotlib \
    PYTHONUNBUFFERED=1 \
    FINSAM_DATA_DIR=/data \
    FINSAM_HOST=0.0.0.0 \
    FINSAM_PORT=7860
USER 10001:10001
WORKDIR /data
VOLUME ["/data"]
EXPOSE 7860
STOPSIGNAL SIGTERM
# Not by urllib: a proxy that is set for the container would be asked.
HEALTHCHECK --interval=30s --timeout=5s --start-period=90s --retries=3 \
    CMD ["python", "-c", "import http.client as h; c = h.HTTPConnection('127.0.0.1', 7860, timeout=4); c.request('GET', '/healthz'); raise SystemExit(c.getresponse().status != 200)"]
ENTRYPOINT ["finsam"]
CMD ["serve"]
