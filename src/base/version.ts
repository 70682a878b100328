/** kac's own version; a test holds it equal to package.json's. */
export const kacVersion = '0.1.0'
