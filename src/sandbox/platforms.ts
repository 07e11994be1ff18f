const families =
  'android|apple|bun|c|capacitor|cfml|cocoa|cordova|csharp|dart|deno|dotnet|electron|elixir|flutter|go|godot|ionic|' +
  'java|javascript|kotlin|linux|minidump|native|nintendo|node|objc|other|perl|php|playstation|powershell|python|react|' +
  'ruby|rust|swift|unity|unreal|xbox';
const form = new RegExp(`^(?:${families})(?:-[a-z0-9]+)*$`);

/** Whether Sentry knows a platform; none at all is fine. */
export function isPlatform(name: string): boolean {
  return name === '' || form.test(name);
}
