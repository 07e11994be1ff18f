/**
 * Opens GraphiQL in a real browser and runs the first tab's query:
 *
 *   npx tsx test/browser/graphiql.check.ts http://127.0.0.1:4000/graphiql graphiql.png
 *
 * Ends with 1 where the page asks another host for anything, breaks its content policy, stores a typed header or shows no
 * answer. CHROMIUM names the browser where it is not at Debian's place.
 */
import { chromium, type Page } from 'playwright-core';

const [address, screenshot] = process.argv.slice(2);
if (address === undefined) {
  process.stderr.write('usage: npx tsx test/browser/graphiql.check.ts URL [SCREENSHOT]\n');
  process.exit(2);
}

const typedToken = 'typed-token-5f2c';
const problems: string[] = [];
const { origin } = new URL(address);

/** Types into the header editor, as a person who brings a key of their own does. */
const typeHeader = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Headers', exact: true }).click();
  const editor = page.locator('.monaco-editor[data-uri*="headers"]');
  await editor.click();
  await page.keyboard.insertText(`{"x-check": "${typedToken}"}`);
};

/** Adds a line to the query, which GraphiQL stores and some versions of it put into the address. */
const editQuery = async (page: Page): Promise<void> => {
  await page.locator('.graphiql-query-editor .monaco-editor').first().click();
  await page.keyboard.press('Control+End');
  await page.keyboard.insertText('# edited');
};

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
});
try {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  await context.route('**/*', (route) => {
    const url = route.request().url();
    if (/^(data|blob):/.test(url) || new URL(url).origin === origin) return route.continue();
    problems.push(`a request to another host: ${url}`);
    return route.abort();
  });
  await context.addInitScript(
    "addEventListener('securitypolicyviolation', (e) => console.error('policy violation', e.violatedDirective, e.blockedURI))",
  );
  const page = await context.newPage();
  page.on('websocket', (socket) => problems.push(`a web socket: ${socket.url()}`));
  page.on('pageerror', (error) => problems.push(`an uncaught error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`on the console: ${message.text()}`);
  });
  const workers = new Set<string>();
  page.on('worker', (worker) => workers.add(new URL(worker.url()).pathname.replace(/^.*\//, '')));
  let sentHeader: string | undefined;
  page.on('request', (request) => {
    if (request.method() === 'POST') sentHeader = request.headers()['x-check'] ?? sentHeader;
  });

  const started = performance.now();
  await page.goto(address);
  const play = page.locator('button.graphiql-execute-button');
  await play.waitFor({ timeout: 30_000 });
  await page.locator('.graphiql-query-editor .view-lines').waitFor();
  const shown = performance.now();
  await typeHeader(page);
  await play.click();
  const answer = page.locator('.result-window .view-lines');
  await answer.getByText('"data"').waitFor({ timeout: 30_000 });
  const text = (await answer.innerText()).replaceAll('\u00a0', ' ');
  if (screenshot !== undefined) await page.screenshot({ path: screenshot });
  await editQuery(page);
  await page.waitForTimeout(1_500);

  if (/"errors"/.test(text)) problems.push(`the answer has errors: ${text.slice(0, 500)}`);
  if (sentHeader !== typedToken) problems.push('the typed header was not sent');
  const stored = String(
    await page.evaluate('JSON.stringify({ ...localStorage }) + JSON.stringify({ ...sessionStorage })'),
  );
  if (!stored.includes('# edited')) problems.push('the edited query is not in the browser storage');
  if (stored.includes(typedToken)) problems.push('the typed header is in the browser storage');
  if (page.url() !== address) problems.push(`the address changed to ${page.url()}`);
  for (const kind of ['editor', 'json', 'graphql']) {
    if (![...workers].some((name) => name.startsWith(`${kind}-worker`)))
      problems.push(`the ${kind} worker did not start`);
  }
  const tabs = await page.getByRole('tab').allInnerTexts();
  process.stdout.write(
    `editor shown after ${Math.round(shown - started)} ms; tabs: ${tabs.join(', ')}; workers: ${[...workers].join(', ')}\n${text.slice(0, 400)}\n`,
  );
} catch (error) {
  problems.push(error instanceof Error ? error.message : String(error));
} finally {
  await browser.close();
}

for (const problem of problems) process.stderr.write(`FAILED: ${problem}\n`);
process.stdout.write(problems.length === 0 ? 'GraphiQL works, with nothing from another host.\n' : '');
process.exitCode = problems.length === 0 ? 0 : 1;
