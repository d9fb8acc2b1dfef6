# One slim image: the service, its fonts and both PDF engines. Everything it keeps is in /data.
FROM python:3.11-slim-bookworm

# Metric twins of Arial and its kin; wkhtmltopdf for the Lembar Kendali. LIBREOFFICE= (empty) leaves
# LibreOffice out: about 300 MB less, PDFs then come from the embedded engine.
ARG LIBREOFFICE=libreoffice-writer-nogui
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        fonts-croscore fonts-crosextra-carlito fonts-urw-base35 wkhtmltopdf ${LIBREOFFICE} \
    && rm -rf /var/lib/apt/lists/*

WORKDIR /app
# LOCK=requirements-sso.lock adds what sign-in by an OpenID provider needs.
ARG LOCK=requirements.lock
COPY requirements.lock requirements-sso.lock ./
RUN pip install --no-cache-dir --require-hashes -r ${LOCK}
COPY service service
COPY templates_docx templates_docx
COPY samples samples
COPY README.md pyproject.toml ./
RUN python -m compileall -q service \
    && useradd --uid 10001 --home-dir /data --no-create-home --shell /usr/sbin/nologin layanan \
    && install -d -o layanan -g layanan /data

USER layanan
VOLUME /data
# Listening on every address needs HOSTS, the names people type; given when the container is started.
ENV DATA_DIR=/data HOST=0.0.0.0 PORT=8000 PYTHONUNBUFFERED=1 MPLCONFIGDIR=/tmp/matplotlib
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "import os, urllib.request as u; u.urlopen('http://127.0.0.1:' + os.environ['PORT'] + '/healthz', timeout=4)"]
CMD ["python", "-m", "service", "serve"]
