/**
 * When a stage may begin: the hours and days of Spinnaker's execution windows, and the random wait that spreads the
 * starts of many pipelines.
 *
 * <p>Pure: the time, the zone and the source of random numbers are given by whoever asks.
 */
package io.jenkins.plugins.spindelivery.engine.pipeline.window;
