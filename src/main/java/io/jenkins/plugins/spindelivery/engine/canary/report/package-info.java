/**
 * What a canary's judgments came to, for people: the history that grows with each judgment, charts of scores and series as
 * SVG, and the report as one HTML file that needs nothing else.
 */
package io.jenkins.plugins.spindelivery.engine.canary.report;
