/** Whom a message is for: one person, or whoever answers for a unit or an area. Ids and codes only, never a name or a number. */
export type Receiver =
  | {
      /** 诉求人: the resident whose request it is. */
      readonly kind: 'resident'
      /** Opaque id of the resident. */
      readonly id: string
    }
  | {
      /** 承办单位: the people who receive for a handling unit. */
      readonly kind: 'unit'
      /** Id of the unit in the catalogue. */
      readonly unit: string
      /** Code of the area that the message is about, for units that have people of their own there. Absent: those for the unit as a whole. */
      readonly area?: string
    }
  | {
      /** 派单席、督办人: the people who receive for the desk or the supervisor of an area. */
      readonly kind: 'dispatcher' | 'supervisor'
      /** Code of that area. Where nobody receives for it, those of the nearest area above do. */
      readonly area: string
    }
  | {
      /** 网格队伍成员: somebody who serves in the team of a grid. */
      readonly kind: 'member'
      /** Opaque id of the person, as the team has it. */
      readonly id: string
      /** Code of the grid they serve. */
      readonly grid: string
    }
  | {
      /** Anybody else, such as a person of a plugin's own. */
      readonly kind: 'person'
      /** Opaque id of the person. */
      readonly id: string
    }
