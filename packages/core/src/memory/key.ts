/** One text out of several, different for different parts whatever they contain. */
export function keyFrom(...parts: readonly string[]): string {
  let key = ''
  for (const part of parts) key += `${part.length}:${part}`
  return key
}
