/** What a text says as JSON; undefined, which JSON cannot say, where it is none. */
export const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
