// Part of GraphiQL's page, run in the browser before it: shows what each answer cost in a corner of the page.

{
  const send = self.fetch.bind(self);

  const count = (number, one, several) => `${number} ${number === 1 ? one : several}`;

  /** One line: calls by endpoint family, what was saved, retries, and the time that the answer took here. */
  const lineOf = ({ calls, saved = {}, retries = 0, families = {} }, milliseconds) => {
    const byFamily = Object.entries(families).map(([family, number]) => `${family} ${number}`);
    const spared = Object.values(saved).reduce((sum, number) => sum + number, 0);
    return [
      `Cost: ${count(calls, 'upstream call', 'upstream calls')}${byFamily.length > 0 ? ` (${byFamily.join(', ')})` : ''}`,
      ...(spared > 0 ? [`${spared} saved`] : []),
      ...(retries > 0 ? [count(retries, 'retry', 'retries')] : []),
      `${Math.round(milliseconds)} ms`,
    ].join(' · ');
  };

  const show = async (response, milliseconds) => {
    const { data, extensions } = await response.json();
    // GraphiQL asks for the schema by itself.
    if (data && '__schema' in data) return;
    document.getElementById('cost').textContent = extensions?.cost ? lineOf(extensions.cost, milliseconds) : '';
  };

  self.fetch = async (...request) => {
    const started = performance.now();
    const response = await send(...request);
    const took = performance.now() - started;
    show(response.clone(), took).catch(() => {});
    return response;
  };
}
