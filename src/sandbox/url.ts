/** A URL's path and query, both raw; the query may hold question marks of its own. */
export function splitUrl(url: string): { path: string; query: string } {
  const mark = url.indexOf('?');
  return mark === -1 ? { path: url, query: '' } : { path: url.slice(0, mark), query: url.slice(mark + 1) };
}

/** One decoded part of a path; null where it cannot be decoded or would be several. */
export function decodePart(text: string): string | null {
  try {
    const decoded = decodeURIComponent(text);
    return decoded.includes('/') ? null : decoded;
  } catch {
    return null;
  }
}
