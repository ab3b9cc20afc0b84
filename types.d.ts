declare module '@fontsource-variable/literata'
declare module '@fontsource-variable/inter'
declare module '*.css'
