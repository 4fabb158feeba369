; Inno Setup: an installer for one user, without administrator rights. Not tried on Windows yet.
; Build the folder on Windows with PyInstaller first (see README.md beside this file), then: iscc azwa-funds.iss
[Setup]
AppName=azwa-funds
AppVersion=0.2.0
DefaultDirName={localappdata}\Programs\azwa-funds
DefaultGroupName=azwa-funds
PrivilegesRequired=lowest
OutputBaseFilename=azwa-funds-installatie
OutputDir=..\..\..\dist
Compression=lzma2
SolidCompression=yes
LicenseFile=..\..\..\LICENSE
UninstallDisplayName=azwa-funds

[Languages]
Name: "nl"; MessagesFile: "compiler:Languages\Dutch.isl"

[Files]
Source: "..\..\..\dist\azwa-funds\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion

[Icons]
Name: "{group}\azwa-funds"; Filename: "{app}\azwa-funds-venster.exe"
Name: "{userdesktop}\azwa-funds"; Filename: "{app}\azwa-funds-venster.exe"

[Run]
Filename: "{app}\azwa-funds-venster.exe"; Description: "Start azwa-funds"; Flags: postinstall nowait
