// Time and chance that follow from a seed
export { type SimulatedClock, simulatedClock } from './simulated-clock.js'
export { simulatedIds } from './simulated-ids.js'

// A small city to test in
export { cityActors, cityAreas, cityCatalogue, cityGrid, seedCity } from './city.js'
