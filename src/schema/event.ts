import type { Event as EventResource } from '../loaders/events.ts';
import { builder } from './builder.ts';

export const Event = builder.objectRef<EventResource>('Event');
