import {
  News,
  NewsQuery,
  NoticeList,
  NoticesRead,
  NoticesUnread,
  NoticeSwitches,
  NoticeSwitchesChange,
} from '@/lib/notify/contract'
import { PageQuery } from '@/lib/paging'
import type { Operation } from './operation'

/** The calls about what one is told in the app. */
export const NOTICE_OPERATIONS: readonly Operation[] = [
  {
    method: 'GET',
    path: '/api/v1/me/notices',
    summary:
      'What you were told, the newest first; many of one kind about one thing are one notice that counts.',
    needs: 'viewer',
    query: PageQuery,
    result: NoticeList,
    status: 200,
  },
  {
    method: 'GET',
    path: '/api/v1/me/notices/news',
    summary: 'Waits up to `wait` seconds until your notices stand differently from the stamp `since`.',
    needs: 'viewer',
    query: NewsQuery,
    result: News,
    status: 200,
  },
  {
    method: 'POST',
    path: '/api/v1/me/notices/read',
    summary: 'Marks notices as read: these, or all until a time.',
    needs: 'viewer',
    body: NoticesRead,
    result: NoticesUnread,
    status: 200,
  },
  {
    method: 'GET',
    path: '/api/v1/me/notices/switches',
    summary: 'Which kinds of notices you get.',
    needs: 'viewer',
    result: NoticeSwitches,
    status: 200,
  },
  {
    method: 'PUT',
    path: '/api/v1/me/notices/switches',
    summary: 'Switches kinds of notices on and off.',
    needs: 'viewer',
    body: NoticeSwitchesChange,
    result: NoticeSwitches,
    status: 200,
  },
]
