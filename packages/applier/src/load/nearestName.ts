// The plan may use pure functions of load only; the rule itself stands in one place.
export { nearestName } from '@couplet/config';
