// What the server puts before the files of static/.
declare const STYLE: string;
