# A folder with this file is a package: Python imports from it by name.
