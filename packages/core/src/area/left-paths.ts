import type { AreaEvent, NewAreaEvent } from './area-events.js'

/** Below which paths something lies elsewhere after an event: what is stored there has to follow. */
export function pathsLeftBy(event: AreaEvent | NewAreaEvent): readonly string[] {
  switch (event.type) {
    case 'areas.split':
    case 'areas.retired':
      return [event.data.oldPath]
    case 'areas.merged':
      return event.data.oldPaths
    case 'areas.recoded':
      return event.data.codes.slice(0, 1).map(({ oldPath }) => oldPath)
    case 'areas.redrawn': {
      const { change, oldPath, follows } = event.data
      return change.parent === undefined || follows === true ? [] : [oldPath]
    }
    default:
      return []
  }
}

/** Codes of the areas that an event retires. */
export function retiredBy(event: AreaEvent | NewAreaEvent): readonly string[] {
  switch (event.type) {
    case 'areas.split':
      return [event.data.from]
    case 'areas.merged':
      return event.data.from
    case 'areas.retired':
      return [event.data.code]
    case 'areas.recoded':
      return event.data.codes.map(({ from }) => from)
    default:
      return []
  }
}
