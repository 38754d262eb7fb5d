/** Rounded to the hundredth, so that the last bit of a logarithm can never decide anything. */
export function round(value: number, least = 0): number {
  return Math.max(least, Math.round(value * 100) / 100)
}
