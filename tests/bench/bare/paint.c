/* SPDX-License-Identifier: EUPL-1.2 */
/* The least an ncurses program can do: paints 24 lines; j moves a bar, p paints all lines anew, q
 * ends. Marks each finished frame as Piket does under test. */
#include <curses.h>
#include <locale.h>
#include <stdio.h>

static void
frame(void)
{
    static unsigned n;

    refresh();
    printf("\033]7777;frame=%u\007", ++n);
    fflush(stdout);
}

int
main(void)
{
    int bar = 0, page = 0;

    setlocale(LC_ALL, "");
    initscr();
    raw();
    noecho();
    curs_set(0);
    for (int key = 'p'; key != 'q'; key = getch()) {
        if (key == 'j')
            bar = (bar + 1) % LINES;
        else
            page++;
        for (int i = 0; i < LINES; i++) {
            if (i == bar)
                attron(A_REVERSE);
            mvprintw(i, 0, "%-*.*s", COLS - 1, COLS - 1,
                     page % 2 ? "   I26-0412  CRITICAL  TLP:AMBER  Voorbeeldstad  bare ncurses"
                              : "   12:04  I26-0377  TECH  another page of the same program");
            attroff(A_REVERSE);
        }
        frame();
    }
    endwin();
    return 0;
}
