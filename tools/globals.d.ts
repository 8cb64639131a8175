// What extension/*.js keep on the global object of a page's isolated world.

declare var xcldAttends: boolean | undefined;
