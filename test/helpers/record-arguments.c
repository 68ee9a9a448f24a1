// A program for Windows that writes down how it was called, at the end of the file %RECORDED%: the number of its arguments, its
// name, they, and what came on standard input, each with its length before it. cmd.exe reads bytes in the OEM code page, and so
// they are written back: whatever bytes a line has, they arrive here.
#include <stdio.h>
#include <stdlib.h>
#include <windows.h>

static void put(FILE *file, const char *bytes, size_t length) {
  fprintf(file, "%llu:", (unsigned long long)length);
  fwrite(bytes, 1, length, file);
}

// Standard input of the whole session is the file %SESSION%, whose lines are still to be obeyed.
static int has_own_input(void) {
  BY_HANDLE_FILE_INFORMATION own, session;
  HANDLE input = GetStdHandle(STD_INPUT_HANDLE);
  HANDLE file = CreateFileA(getenv("SESSION"), 0, 7, NULL, OPEN_EXISTING, 0, NULL);
  if (GetFileType(input) == FILE_TYPE_PIPE) return 1;
  if (!GetFileInformationByHandle(input, &own) || !GetFileInformationByHandle(file, &session)) return 0;
  return own.nFileIndexLow != session.nFileIndexLow || own.nFileIndexHigh != session.nFileIndexHigh;
}

int wmain(int count, wchar_t **arguments) {
  static char text[1 << 16], input[1 << 20];
  FILE *file = fopen(getenv("RECORDED"), "ab");
  fprintf(file, "%d:", count);
  for (int at = 0; at < count; at++) {
    int length = WideCharToMultiByte(CP_OEMCP, 0, arguments[at], -1, text, sizeof text, NULL, NULL);
    put(file, text, length - 1);
  }
  put(file, input, has_own_input() ? fread(input, 1, sizeof input, stdin) : 0);
  fclose(file);
  return 0;
}
