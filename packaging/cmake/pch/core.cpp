// Carries the precompiled header of core (ReberthPrecompiled.cmake).
