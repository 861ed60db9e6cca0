// Carries the precompiled header of ui (ReberthPrecompiled.cmake).
