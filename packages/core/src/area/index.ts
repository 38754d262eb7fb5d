// Areas 区划与网格

export { type Area, type AreaLevel, type AreaRow, areaLevels, type GridKind, gridKinds } from './area.js'
export type { AreaChange, AreaEvent } from './area-events.js'
export type { AreaImportResult, AreaResult, Areas } from './areas.js'
export { anyCodeRule, type CodeRule, codeRule, codeRule15, codeRule16, codeRule20 } from './codes.js'
export { type AreaModel, emptyAreaModel } from './history.js'
export { type AreaRowError, type CheckedAreas, checkAreaRows } from './import-areas.js'
export { type AreaTree, createAreaTree } from './tree.js'

// Responsibility catalogue 责任目录

export type { CatalogueData, Category, HandlingUnit, ResponsibilityRule } from '../catalogue/catalogue.js'
export { type CatalogueError, checkCatalogue } from '../catalogue/check.js'
export type { Responsibility } from '../catalogue/responsibility.js'
export type { Catalogue, CatalogueImportResult } from '../catalogue/service.js'

// Teams 网格队伍

export type { TeamImportResult, TeamRowError } from '../team/import.js'
export type { JoinInput, LeaveInput, ReplaceInput, TeamRow } from '../team/input.js'
export { checkTeam, onePlusOnePlusN, type TeamCheck, type TeamGap, type TeamPattern } from '../team/pattern.js'
export type { Membership, TeamFacts, TeamRole } from '../team/team.js'
export type { Serving, TeamResult, Teams, TeamsCheck } from '../team/teams.js'
export type { TeamAreas } from './directory.js'
