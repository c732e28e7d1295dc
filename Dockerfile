# BeforeYouGo: the bot in one small image. Build: docker build -t beforeyougo .
# Run: docker run --read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges -v beforeyougo:/data \
#      -e TELEGRAM_TOKEN_FILE=/run/secrets/token beforeyougo
# Both stages are the same release, so that what is built runs where it is copied to. Pin the digest when you deploy.
ARG PYTHON=python:3.11-slim-bookworm

FROM ${PYTHON} AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /src
COPY requirements.lock ./
RUN python -m venv /opt/beforeyougo && /opt/beforeyougo/bin/pip install --require-hashes -r requirements.lock
COPY bot ./bot
COPY intents ./intents
RUN cp -r bot intents /opt/beforeyougo/ && /opt/beforeyougo/bin/python -m compileall -q /opt/beforeyougo/bot

FROM ${PYTHON}
LABEL org.opencontainers.image.title="BeforeYouGo" \
      org.opencontainers.image.licenses="Apache-2.0"
RUN groupadd --system --gid 10001 bot && useradd --system --uid 10001 --gid bot --home-dir /data --shell /usr/sbin/nologin bot \
    && install -d -o bot -g bot -m 0700 /data
COPY --from=build /opt/beforeyougo /opt/beforeyougo
ENV PATH=/opt/beforeyougo/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DATA_DIR=/data
WORKDIR /opt/beforeyougo
USER 10001:10001
VOLUME /data
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=20s --retries=3 CMD ["python", "-m", "bot", "health"]
ENTRYPOINT ["python", "-m", "bot"]
CMD ["run"]
