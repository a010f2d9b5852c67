export type { ClientCredentials } from './client-credentials.ts';
export { createEmfRecorder, type EmfRecorderOptions } from './create-emf-recorder.ts';
export { createRecorder, type Recorder, type RecorderOptions } from './create-recorder.ts';
export type { EndpointOf } from './endpoint-of.ts';
export type { Middleware } from './middleware.ts';
export {
  createPreferences,
  type Preferences,
  type PreferencesOptions,
} from './preferences/create-preferences.ts';
export type { Feedback } from './preferences/feedback-outbox.ts';
export type { Recommendation, RecommendationRequest } from './preferences/recommendation-client.ts';
export { recorderFromEnvironment } from './recorder-from-environment.ts';
