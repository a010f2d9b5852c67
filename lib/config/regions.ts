/**
 * Regions that have every service the stacks use (HTTP API, Lambda on arm64, Step Functions, CodeBuild, EventBridge
 * Scheduler, Cognito, DynamoDB, CloudWatch), according to AWS's list of regional services of November 2026. Other regions
 * may have them too: set `allowUnlistedRegion` once you have checked.
 */
export const verifiedRegions: readonly string[] = [
  'af-south-1',
  'ap-east-1',
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ap-southeast-3',
  'ca-central-1',
  'eu-central-1',
  'eu-north-1',
  'eu-south-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'il-central-1',
  'me-central-1',
  'me-south-1',
  'sa-east-1',
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
];
