export type { ClientCredentials } from './client-credentials.ts';
export { createEmfRecorder, type EmfRecorderOptions } from './create-emf-recorder.ts';
export { createRecorder, type Recorder, type RecorderOptions } from './create-recorder.ts';
export type { EndpointOf } from './endpoint.ts';
export { recorderFromEnvironment } from './from-environment.ts';
export type { Middleware } from './middleware.ts';
export type { Advice, Question } from './preferences/adviser.ts';
export {
  createPreferences,
  type Preferences,
  type PreferencesOptions,
} from './preferences/create-preferences.ts';
export type { Feedback } from './preferences/outbox.ts';
