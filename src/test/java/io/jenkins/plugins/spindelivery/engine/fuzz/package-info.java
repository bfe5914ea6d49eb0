/**
 * Fuzz targets: what is done with an input that nobody thought of, and what must hold then. Each has the method {@code
 * fuzzerTestOneInput} that Jazzer looks for, and needs nothing of Jazzer. {@code ./dev fuzz} runs them for long, the
 * tests for some seconds; what was found once is kept beside the resources of this package and tried in every test run.
 */
package io.jenkins.plugins.spindelivery.engine.fuzz;
