/** The avatar of whoever has not chosen one. */
export function avatar(): Record<string, unknown> {
  return { avatarType: 'letter_avatar', avatarUuid: null, avatarUrl: null };
}
