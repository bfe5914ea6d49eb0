/**
 * Runs stages in Jenkins: drives their operations on a small pool, keeps state and record of each in its build's folder,
 * goes on after a restart, and takes back what must not stay. Knows neither steps nor pages.
 */
package io.jenkins.plugins.spindelivery.delivery;
