/**
 * Opens GraphiQL in a real browser and runs each tab's query:
 *
 *   npx tsx test/browser/graphiql.check.ts http://127.0.0.1:4000/graphiql graphiql.png
 *
 * TOKEN is a token of a service that asks for one: the page must ask too, and refuse another.
 * Ends with 1 where the page asks another host for anything, breaks its content policy, stores a typed header, shows no answer
 * or not what it cost. CHROMIUM names the browser where it is not at Debian's place.
 */
import { chromium, type Page } from 'playwright-core';

const [address, screenshot] = process.argv.slice(2);
if (address === undefined) {
  process.stderr.write('usage: npx tsx test/browser/graphiql.check.ts URL [SCREENSHOT]\n');
  process.exit(2);
}

const token = process.env.TOKEN;
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

/** Enters a wrong token, then the right one. Chromium itself notes each 401 on the console. */
const enter = async (page: Page, right: string): Promise<void> => {
  for (const value of ['wrong', right]) {
    await page.locator('#token input').fill(value);
    await page.locator('#token button').click();
    if (value !== right) await page.getByText('This token is not let in.').waitFor();
  }
};

/** Adds a line to the query, which GraphiQL stores and some versions of it put into the address. */
const editQuery = async (page: Page): Promise<void> => {
  await page.locator('.graphiql-query-editor .monaco-editor').first().click();
  await page.keyboard.press('Control+End');
  await page.keyboard.insertText('# edited');
};

const play = (page: Page) => page.locator('button.graphiql-execute-button');

/** Opens a tab by the keyboard: its animation may move it from under a mouse. */
const bringToFront = async (page: Page, name: string): Promise<void> => {
  await page.locator('.graphiql-tab-button', { hasText: name }).press('Enter');
  await page.locator('.graphiql-tab-active', { hasText: name }).waitFor();
  await page.waitForTimeout(500);
};

/** Runs the tab in front and gives its cost line once the answer is there. */
const costOfRun = async (page: Page): Promise<string> => {
  await page.evaluate("document.getElementById('cost').textContent = ''");
  await play(page).click();
  const cost = page.locator('#cost:not(:empty)');
  await cost.waitFor({ timeout: 30_000 });
  return cost.innerText();
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
    if (token !== undefined && /status of 401/.test(message.text())) return;
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
  if (token !== undefined) await enter(page, token);
  await play(page).waitFor({ timeout: 30_000 });
  await page.locator('.graphiql-query-editor .view-lines').waitFor();
  const shown = performance.now();
  await typeHeader(page);
  const costs = [await costOfRun(page)];
  const answer = page.locator('.result-window .view-lines');
  await answer.getByText('"data"').waitFor({ timeout: 30_000 });
  const text = (await answer.innerText()).replaceAll('\u00a0', ' ');
  if (screenshot !== undefined) await page.screenshot({ path: screenshot });
  const names = await page.getByRole('tab').allInnerTexts();
  for (const name of names.slice(1)) {
    await bringToFront(page, name);
    costs.push(await costOfRun(page));
  }
  await bringToFront(page, names[0] ?? '');
  await editQuery(page);
  await page.waitForTimeout(1_500);

  if (!/^Cost: 1 upstream call \(/.test(costs[0] ?? '')) problems.push(`the first tab's cost line is "${costs[0]}"`);
  for (const cost of costs) {
    if (!/^Cost: \d+ upstream calls? \(.* ms$/.test(cost)) problems.push(`a cost line is "${cost}"`);
  }
  if (/"errors"/.test(text)) problems.push(`the answer has errors: ${text.slice(0, 500)}`);
  if (sentHeader !== typedToken) problems.push('the typed header was not sent');
  const stored = String(
    await page.evaluate('JSON.stringify({ ...localStorage }) + JSON.stringify({ ...sessionStorage })'),
  );
  if (!stored.includes('# edited')) problems.push('the edited query is not in the browser storage');
  if (token !== undefined && stored.includes(token)) problems.push('the token is in the browser storage');
  if (stored.includes(typedToken)) problems.push('the typed header is in the browser storage');
  if (page.url() !== address) problems.push(`the address changed to ${page.url()}`);
  for (const kind of ['editor', 'json', 'graphql']) {
    if (![...workers].some((name) => name.startsWith(`${kind}-worker`)))
      problems.push(`the ${kind} worker did not start`);
  }
  process.stdout.write(
    `editor shown after ${Math.round(shown - started)} ms; tabs: ${names.join(', ')}; workers: ${[...workers].join(', ')}\n${costs.join('\n')}\n${text.slice(0, 400)}\n`,
  );
} catch (error) {
  problems.push(error instanceof Error ? error.message : String(error));
} finally {
  await browser.close();
}

for (const problem of problems) process.stderr.write(`FAILED: ${problem}\n`);
process.stdout.write(problems.length === 0 ? 'GraphiQL works, with nothing from another host.\n' : '');
process.exitCode = problems.length === 0 ? 0 : 1;
