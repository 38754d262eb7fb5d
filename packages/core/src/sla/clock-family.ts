/** `coHandle/unit-7` belongs to the family `coHandle`. */
export function clockFamily(clock: string): string {
  const slash = clock.indexOf('/')
  return slash < 0 ? clock : clock.slice(0, slash)
}
