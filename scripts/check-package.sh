#!/usr/bin/env bash
# Packs the project, installs the tarball in an empty folder, and asks the installed command a question.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$(mktemp -d)
server=
trap 'kill $server 2> /dev/null || true; rm -rf "$folder"' EXIT
npm pack --silent --pack-destination "$folder" > /dev/null
repository=$PWD
cd "$folder"
npm init --yes > /dev/null
npm install --silent --no-audit --no-fund --ignore-scripts ./sentry-graph-*.tgz
./node_modules/.bin/sentry-graph schema | diff - "$repository/schema.graphql"
PORT=4818 LOG_LEVEL=warn ./node_modules/.bin/sentry-graph &
server=$!
for _ in $(seq 100); do
  curl -sf -o /dev/null http://127.0.0.1:4818/health/live && break
  sleep 0.1
done
answer=$(curl -sf http://127.0.0.1:4818/graphql -H 'content-type: application/json' \
  -d '{"query":"{ organization(slug: \"acme\") { name issues(first: 1) { nodes { title } } } }"}')
grep -q '"name":"Acme' <<< "$answer" || { echo "the installed package answered: $answer"; exit 1; }
curl -sf -o /dev/null http://127.0.0.1:4818/graphiql
echo "the installed package serves: $answer"
