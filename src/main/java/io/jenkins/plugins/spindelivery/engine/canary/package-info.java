/**
 * Canaries: a new version runs beside the old one for a while, its metrics are compared with the old one's, and it is
 * removed whatever comes of it.
 */
package io.jenkins.plugins.spindelivery.engine.canary;
